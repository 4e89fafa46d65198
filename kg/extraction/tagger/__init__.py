"""Tagging names and figures: windows of analysis text → spans, by the tagger that HanLP trained."""
