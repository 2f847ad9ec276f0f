"""The keys of the Reader: one list for the page's buttons, its help, and the scripts."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    is_shown: bool = False


@dataclass(frozen=True, slots=True)
class Key:
    """One act. `key` is the value of the browser's key event; capitals and braces are typed with Shift."""

    act: str
    key: str
    label: str
    group: Group
    short: str
    shown: str = ""

    @property
    def cap(self) -> str:
        return self.shown or self.key


SENTENCE, WORD, CLAIM, GO = Group("Sentence", is_shown=True), Group("Word", is_shown=True), Group("Claim"), Group("Go")
KEYS = (
    Key("sentenceBefore", "k", "Sentence before", SENTENCE, "‹"),
    Key("sentenceNext", "j", "Next sentence", SENTENCE, "›"),
    Key("sentenceLess", "K", "One sentence less", SENTENCE, "−", "⇧ k"),
    Key("sentenceMore", "J", "To the end of the sentence, then one more", SENTENCE, "+", "⇧ j"),
    Key("wordBefore", "[", "Word before", WORD, "‹"),
    Key("wordNext", "]", "Next word", WORD, "›"),
    Key("wordLess", "{", "One word less", WORD, "−", "⇧ ["),
    Key("wordMore", "}", "One word more", WORD, "+", "⇧ ]"),
    Key("claim", "c", "Claim the marked words, or go to the first empty box", CLAIM, "Claim"),
    Key("ownVoice", "u", "Claim them in the article’s own voice", CLAIM, "Own voice"),
    Key("sameSpeaker", "r", "Claim them for the same speaker again", CLAIM, "Same speaker"),
    Key("link", "l", "Link to another claim, incident or report", CLAIM, "Link"),
    Key("dismiss", "x", "Dismiss the suggestion", CLAIM, "Dismiss"),
    Key("before", "p", "The claim or suggestion before", GO, "Before"),
    Key("next", "n", "Next claim or suggestion", GO, "Next"),
    Key("help", "?", "All keys", GO, "Help"),
)
