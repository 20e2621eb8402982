"""Every write a person makes. The admin and the API ask here and hold no rules of their own."""
