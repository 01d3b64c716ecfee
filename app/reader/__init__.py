"""The process that reads words, codes and signatures of applicants' papers."""

# Of the environment, set by a suite of tests: "off", nothing is read; "first", a reader is not last
# in line for the processor.
READING_VARIABLE = "JIANJIAN_READING"
