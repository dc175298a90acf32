"""What the running Jiayin does: receive, plan, send, and the small services around them."""
