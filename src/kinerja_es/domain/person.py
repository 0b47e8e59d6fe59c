"""What is known of a person beside the identity: changed data, schooling, training, leave, dependants, awards."""
