"""Business cards read on the installation itself: a picture in, fields with their doubts out."""
