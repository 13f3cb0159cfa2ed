"""Lip Twitch Guide: a voice skill for a person whose lip or lower face twitches.

knowledge    what is true: findings, conditions, rules, advice, sources (TOML, no words)
interview    what to ask next and when to stop (pure functions)
dialogue     what a turn means: acts in, replies out (pure functions)
speech       how it is said and shown, given the words of a locale
interaction  the interaction model as data, generated from knowledge and words
alexa        Alexa in, Alexa out, over ask-sdk-core
storage      memory by consent, behind the SDK's persistence port
simulator    a pretend Echo: recogniser, envelopes, device, terminal
evaluation   clinical cases, the exhaustive proof, reports, benchmarks
web          the verified Flask endpoint and the page
"""
