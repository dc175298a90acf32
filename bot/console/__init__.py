"""The trainers' console: content, questions, cases, people and counts, in Chinese, in the browser."""
