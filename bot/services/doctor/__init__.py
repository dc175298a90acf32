"""`jiayin doctor`: looks at a Jiayin and says in plain words what is fine, what to look at and what is broken."""
