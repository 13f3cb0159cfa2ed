"""A stand-in for Alexa's understanding: an interaction model and a sentence give intent and slots.

Read in the order in which a sentence goes through it:

words            spelling and notions: words that mean the same become one
lexicon          the model's phrases, and what each of their notions weighs
clauses          where clauses begin, and which words play a part
amounts          numbers with what they count, lengths of time, ages
hits             the phrases that the sentence comes close to
answers          the yes, no or not sure
negation         which hits are denied
asides, whom     what is not about the person now, and whom it is about
telling          what is told after all that
reading          the six above in their order
encoder, meaning the sense of each clause, learned from the whole model
pieces           the clauses whose sense is looked at
judging          the findings in question: how far words and sense of each are to be believed
mentions, likeness, wishes    the wish that the sentence is most like
wishing          the wishes in question: how far each is to be believed
sums             the weighed sums of both
naming           the names that a choice offered
kinds            kinds of phrases
deciding         danger first, then wishes and what is told: the intent and slots
recognise        all of it, sentence by sentence
"""
