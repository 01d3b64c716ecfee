"""The process that reads words, codes and signatures of applicants' papers."""

# Names what a suite of tests says: "off", nothing is read; "first", a reader is not last in line.
WHEN = "JIANJIAN_READING"
