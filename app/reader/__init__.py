"""The process that reads words, codes and signatures of applicants' papers."""

# Of the environment, set by a suite of tests: "off", the desk reads nothing; "first", it does. A
# reader is not last in line for the processor then, either way.
READING_VARIABLE = "JIANJIAN_READING"
