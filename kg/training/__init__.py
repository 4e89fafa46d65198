"""Training the tagger with HanLP: gold → component → ONNX. Needs the extra kg[hanlp]."""
