"""What a purchase brings the buyer: models, reports with editions, the calculator, paper."""
