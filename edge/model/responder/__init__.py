"""The responder of the on-device model: acts and tool results to words, and a bilingual bank of small talk."""
