"""Countries by the names that data sets give them: ISO 3166-1 alpha-2. Pure.

The usual English names, and the forms of UCDP, ACLED and the United Nations. Two names of UCDP stand for a state
that has since fallen apart (“Serbia (Yugoslavia)”, “Russia (Soviet Union)”); which country is meant only the place
can say, so they are not here.
"""

from sources.names import fold

_TABLE = """
AD Andorra; AE United Arab Emirates|UAE; AF Afghanistan; AG Antigua and Barbuda; AI Anguilla; AL Albania;
AM Armenia; AO Angola; AQ Antarctica; AR Argentina; AS American Samoa; AT Austria; AU Australia; AW Aruba;
AX Åland Islands; AZ Azerbaijan; BA Bosnia and Herzegovina|Bosnia-Herzegovina|Bosnia; BB Barbados; BD Bangladesh;
BE Belgium; BF Burkina Faso|Burkina Faso (Upper Volta); BG Bulgaria; BH Bahrain; BI Burundi;
BJ Benin|Benin (Dahomey); BL Saint Barthélemy; BM Bermuda; BN Brunei|Brunei Darussalam;
BO Bolivia|Bolivia (Plurinational State of); BQ Bonaire, Sint Eustatius and Saba|Caribbean Netherlands; BR Brazil;
BS Bahamas|The Bahamas; BT Bhutan; BV Bouvet Island; BW Botswana; BY Belarus; BZ Belize; CA Canada;
CC Cocos Islands|Cocos (Keeling) Islands;
CD Democratic Republic of the Congo|DR Congo|DRC|Democratic Republic of Congo|DR Congo (Zaire)|Congo-Kinshasa;
CF Central African Republic; CG Republic of the Congo|Republic of Congo|Congo|Congo-Brazzaville; CH Switzerland;
CI Ivory Coast|Côte d’Ivoire|Cote d'Ivoire; CK Cook Islands; CL Chile; CM Cameroon; CN China; CO Colombia;
CR Costa Rica; CU Cuba; CV Cabo Verde|Cape Verde; CW Curaçao; CX Christmas Island; CY Cyprus;
CZ Czechia|Czech Republic; DE Germany; DJ Djibouti; DK Denmark; DM Dominica; DO Dominican Republic; DZ Algeria;
EC Ecuador; EE Estonia; EG Egypt; EH Western Sahara; ER Eritrea; ES Spain; ET Ethiopia; FI Finland; FJ Fiji;
FK Falkland Islands|Falkland Islands (Malvinas); FM Micronesia|Federated States of Micronesia; FO Faroe Islands;
FR France; GA Gabon; GB United Kingdom|Great Britain|UK|Britain; GD Grenada; GE Georgia; GF French Guiana;
GG Guernsey; GH Ghana; GI Gibraltar; GL Greenland; GM Gambia|The Gambia; GN Guinea; GP Guadeloupe;
GQ Equatorial Guinea; GR Greece; GS South Georgia and the South Sandwich Islands; GT Guatemala; GU Guam;
GW Guinea-Bissau|Guinea Bissau; GY Guyana; HK Hong Kong; HM Heard Island and McDonald Islands; HN Honduras;
HR Croatia; HT Haiti; HU Hungary; ID Indonesia; IE Ireland; IL Israel; IM Isle of Man; IN India;
IO British Indian Ocean Territory; IQ Iraq; IR Iran|Iran (Islamic Republic of)|Islamic Republic of Iran;
IS Iceland; IT Italy; JE Jersey; JM Jamaica; JO Jordan; JP Japan; KE Kenya; KG Kyrgyzstan|Kyrgyz Republic;
KH Cambodia|Cambodia (Kampuchea); KI Kiribati; KM Comoros; KN Saint Kitts and Nevis;
KP North Korea|Democratic People's Republic of Korea|DPRK; KR South Korea|Republic of Korea; KW Kuwait;
KY Cayman Islands; KZ Kazakhstan; LA Laos|Lao People's Democratic Republic; LB Lebanon; LC Saint Lucia;
LI Liechtenstein; LK Sri Lanka|Sri Lanka (Ceylon); LR Liberia; LS Lesotho; LT Lithuania; LU Luxembourg; LV Latvia;
LY Libya; MA Morocco; MC Monaco; MD Moldova|Republic of Moldova; ME Montenegro; MF Saint Martin;
MG Madagascar|Madagascar (Malagasy); MH Marshall Islands;
MK North Macedonia|Macedonia|Macedonia, FYR|FYR Macedonia; ML Mali; MM Myanmar|Burma|Myanmar (Burma); MN Mongolia;
MO Macao|Macau; MP Northern Mariana Islands; MQ Martinique; MR Mauritania; MS Montserrat; MT Malta; MU Mauritius;
MV Maldives; MW Malawi; MX Mexico; MY Malaysia; MZ Mozambique; NA Namibia; NC New Caledonia; NE Niger;
NF Norfolk Island; NG Nigeria; NI Nicaragua; NL Netherlands|The Netherlands; NO Norway; NP Nepal; NR Nauru;
NU Niue; NZ New Zealand; OM Oman; PA Panama; PE Peru; PF French Polynesia; PG Papua New Guinea; PH Philippines;
PK Pakistan; PL Poland; PM Saint Pierre and Miquelon; PN Pitcairn; PR Puerto Rico;
PS Palestine|State of Palestine|Palestinian Territories|Occupied Palestinian Territory|Palestinian Territory;
PT Portugal; PW Palau; PY Paraguay; QA Qatar; RE Réunion; RO Romania|Rumania; RS Serbia;
RU Russia|Russian Federation; RW Rwanda; SA Saudi Arabia; SB Solomon Islands; SC Seychelles; SD Sudan; SE Sweden;
SG Singapore; SH Saint Helena|Saint Helena, Ascension and Tristan da Cunha; SI Slovenia; SJ Svalbard and Jan Mayen;
SK Slovakia; SL Sierra Leone; SM San Marino; SN Senegal; SO Somalia; SR Suriname|Surinam; SS South Sudan;
ST São Tomé and Príncipe; SV El Salvador; SX Sint Maarten; SY Syria|Syrian Arab Republic;
SZ Eswatini|Swaziland|Kingdom of eSwatini (Swaziland)|Kingdom of eSwatini; TC Turks and Caicos Islands; TD Chad;
TF French Southern Territories; TG Togo; TH Thailand|Thailand (Siam); TJ Tajikistan; TK Tokelau;
TL Timor-Leste|East Timor; TM Turkmenistan; TN Tunisia; TO Tonga; TR Turkey|Türkiye; TT Trinidad and Tobago;
TV Tuvalu; TW Taiwan; TZ Tanzania|United Republic of Tanzania; UA Ukraine; UG Uganda;
UM United States Minor Outlying Islands; US United States|United States of America|USA; UY Uruguay; UZ Uzbekistan;
VA Vatican City|Holy See; VC Saint Vincent and the Grenadines; VE Venezuela|Venezuela (Bolivarian Republic of);
VG British Virgin Islands; VI U.S. Virgin Islands|United States Virgin Islands;
VN Vietnam|Viet Nam|Vietnam (North Vietnam); VU Vanuatu; WF Wallis and Futuna; WS Samoa;
YE Yemen|Republic of Yemen; YT Mayotte; ZA South Africa; ZM Zambia; ZW Zimbabwe|Zimbabwe (Rhodesia)
"""


def country_code_of(name: str) -> str:
    """The code of a country called so, or of a code in capitals; "" for a name that is not known."""
    if name in _CODES:
        return name
    return _BY_NAME.get(_key(name), "")


def _key(name: str) -> str:
    return fold(name.replace("’", "'"))


_ENTRIES = [entry.strip().split(" ", 1) for entry in _TABLE.split(";")]
_CODES = frozenset(code for code, _names in _ENTRIES)
_BY_NAME = {_key(name): code for code, names in _ENTRIES for name in names.split("|")}
