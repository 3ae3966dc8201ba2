"""Checks every .onnx file of a folder: python3 check_onnx.py FOLDER"""
import pathlib
import sys

import onnx

files = sorted(pathlib.Path(sys.argv[1]).glob("*.onnx"))
for file in files:
    model = onnx.load(file)
    onnx.checker.check_model(model, full_check=True)
print(len(files), "models are fine")
