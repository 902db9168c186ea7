"""The scripted drive: the real pipeline in the virtual cabin."""
