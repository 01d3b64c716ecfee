"""The process that reads words, codes and signatures of applicants' papers."""
