"""The features by name: what each means, and which way it may speak.

The training keeps to the sense of a feature, so that no weight contradicts what its name says.
"""

from __future__ import annotations

from collections.abc import Mapping

SENSES: Mapping[str, int] = {
    "best_sentence": 1,  # share of the claim's words in the best sentence
    "best_window": 1,  # … in the best three sentences in a row
    "best_window_exact": 1,  # … as the same word
    "best_sentence_exact": 1,  # best_sentence, the same words alone
    "page": 1,  # … anywhere on the pages
    "page_exact": 1,
    "beyond_context": 1,  # best_window, of the words that the preceding text does not have
    "page_beyond_context": 1,  # page, of the words that the preceding text does not have
    "missing_rarest": -1,  # weight of the rarest word that the best window lacks
    "missing_three": -1,  # … of the three rarest
    "missing_words": -1,  # how many words the best window lacks
    "absent_rarest": -1,  # the same, for words that the pages lack
    "absent_three": -1,
    "absent_words": -1,
    "window_names": 1,  # share of the claim's names in the best window
    "window_numbers": 1,
    "window_nouns": 1,
    "window_verbs": 1,
    "window_adjectives": 1,
    "absent_names": -1,  # how many names the pages lack
    "absent_numbers": -1,
    "absent_nouns": -1,
    "absent_verbs": -1,
    "absent_adjectives": -1,
    "runs_of_three": 1,  # share of the claim's words in runs of three that the pages have
    "claim_words": 0,  # log of the number of content words
    "source_sentences": 0,  # log of the number of sentences on the pages
    "short_source": 0,  # 1 for a source of one sentence, 1/2 for two, else 0
    "sentence_words": 0,  # log of the length of the best sentence
    "tightness": 1,  # how closely the aligned words stand together
    "order": 1,  # share of neighbouring aligned words in the claim's order
    "longest_run": 1,  # share of the claim in the longest run that is aligned word by word
    "sentence_rest": 0,  # share of the best sentence that the claim does not have
    "sibling": -1,  # words in whose place the best sentence has another of the same class
    "sibling_anywhere": -1,  # … or has one anywhere, for a word that is not aligned
    "opposite": -1,  # a word in whose place it has the opposite
    "negation": -1,  # one is denied and the other is not
    "negation_inside": -1,  # the same, among the aligned words and next to them
    "denied_inside": -1,  # the sentence denies among the aligned words, the claim nowhere
    "claim_denies": 0,  # the claim has a negation
    "replaced": -1,  # words in whose place it has another of the same part of speech
    "other_number": -1,  # a number in whose place it has another
    "last_missing": -1,  # the claim's last word is not aligned
    "inner_missing": -1,  # words not aligned between words that are
    "facts_agree": 1,
    "facts_differ": -1,
    "figures_missing": -1,
    "names_missing": -1,
    "quotations_missing": -1,
    "verbatim": 1,  # the whole claim stands there word for word
    "quoted": 1,  # a quotation of several words does
    "hedged": -1,  # how many differences weaken the claim and do not refute it
    "absent_verb": -1,  # how much of the verb worst off the pages lack
    "details_missing": -1,  # how many facts no passage has
    "same_matter": 0,  # share of the claim, without the facts that differ, in the best window
    "foreign": 0,  # the page is in a language with a word list that the weights did not learn from
    "denials_unknown": 0,  # … in one whose words of denial are not known
    "quantity_differs": -1,  # a check found that a fact of this kind differs
    "date_differs": -1,
    "name_differs": -1,
    "quotation_differs": -1,
    "direction_differs": -1,
    "polarity_differs": -1,
    "attribution_differs": -1,
}
FROM_MODEL: Mapping[str, int] = {
    "entailed": 1,  # log-odds, by an entailment model, that a passage says the claim
    "ruled_out": -1,  # … that one rules it out
}
"""The features that are there when an entailment model has read claim and passages."""
SHORT = "short_source"
"""The feature that tells how far a source is short. The model has two weights for each other
feature, since in a source of a sentence or two nothing else can carry the claim, and what differs
in the one sentence weighs more."""
