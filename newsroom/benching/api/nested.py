"""One SELECT that yields each claim as JSON with its whole chain: what R1 and Datasette are asked."""

_WORDS = {
    "sqlite": {"@obj": "json_object", "@arr": "json_group_array", "@(": "json(", ")@": ")", "@none": "json('[]')"},
    "postgresql": {"@obj": "json_build_object", "@arr": "json_agg", "@(": "(", ")@": ")::json", "@none": "'[]'::json"},
}
_SOURCE = "@obj('id',{0}.id,'label',{0}.label,'kind',{0}.kind,'disclosure',{0}.disclosure,'url',{0}.url{1})"
_CREDITS = """(SELECT COALESCE(@arr(@obj('id',w.source_id,'label',w.label,'role',w.role,'credit_text',w.credit_text,
 'part_in_this_claim','unknown')),@none) FROM bench_credit w WHERE w.article_id = a.id)"""
_RELAYS = f"""(SELECT COALESCE(@arr({_SOURCE.format("r", "")}),@none) FROM bench_relay y JOIN bench_source r
 ON r.id = y.source_id WHERE y.citation_id = t.id)"""
_CITATIONS = f"""(SELECT COALESCE(@arr(@obj('rendering',t.rendering,'verb_text',t.verb_text,'verb_class',t.verb_class,
 'locator',t.locator,'passage',@(t.passage)@,'relayed_by',{_RELAYS},'article',@obj('id',a.id,
 'headline',a.headline,'published',@(a.published)@,'url',a.url,'canonical_url',a.canonical_url,
 'byline',@(a.byline)@,'language',a.language,'topics',@(a.topics)@,
 'outlet',{_SOURCE.format("o", "")},'wire_credits',{_CREDITS}))),@none)
 FROM bench_citation t JOIN bench_article a ON a.id = t.article_id JOIN bench_source o ON o.id = a.outlet_id
 WHERE t.claim_id = c.number)"""
_CLAIM = f"""@obj('id',c.id,'version',c.version,'visibility',c.visibility,'issued_at',c.issued_at,'label',c.label,
 'url',c.url,'type',c.type,'polarity',c.polarity,'certainty',c.certainty,'reading',c.reading,'medium',c.medium,
 'value',@(c.value)@,'said_on',@(c.said_on)@,'fidelity',@(c.fidelity)@,
 'supersedes',@(c.supersedes)@,'superseded_by',@(c.superseded_by)@,'clocks',@(c.clocks)@,
 'links',@(c.links)@,'incident',@obj('id',i.id,'label',i.label,'url',i.url),
 'question',@obj('id',q.id,'label',q.label,'predicate',q.predicate,'predicate_label',q.predicate_label,
 'population',q.population,'population_label',q.population_label,'party',@(q.party)@,'place',@(q.place)@,
 'window',q."window",'url',q.url),'said_by',{_SOURCE.format("s", "")},
 'speaks_for',CASE WHEN f.id IS NOT NULL THEN
 {_SOURCE.format("f", ",'title',c.title,'basis',c.basis,'party',c.side")} END,'citations',{_CITATIONS})"""
_FROM = """FROM bench_claim c JOIN bench_question q ON q.id = c.question_id JOIN bench_source s ON s.id = c.said_by_id
 LEFT JOIN bench_incident i ON i.id = c.incident_id LEFT JOIN bench_source f ON f.id = c.speaker_for_id"""


def list_sql(vendor: str, size: int = 50) -> str:
    """The newest claims, one row each."""
    return _in_dialect(f"SELECT {_CLAIM} AS doc {_FROM} ORDER BY c.number DESC LIMIT {size}", vendor)


def page_sql(vendor: str, size: int = 50) -> str:
    """The newest claims in one array."""
    inner = f"SELECT {_CLAIM} AS doc {_FROM} ORDER BY c.number DESC LIMIT {size}"
    return _in_dialect(f"SELECT @arr(@(doc)@) FROM ({inner}) d", vendor)


def detail_sql(vendor: str) -> str:
    """One claim by its id."""
    return _in_dialect(f"SELECT {_CLAIM} AS doc {_FROM} WHERE c.id = %s", vendor)


def _in_dialect(sql: str, vendor: str) -> str:
    text = " ".join(sql.split())
    for word, meant in _WORDS[vendor].items():
        text = text.replace(word, meant)
    return text
