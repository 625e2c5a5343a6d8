from django.urls import path

from targets.review.views import queue as review_queue
from targets.review.views import review

ONE = "review/<slug:plan_code>/<slug:period_code>/<slug:unit_code>/"

urlpatterns = [
    path("review/", review_queue.queue, name="review_queue"),
    path("review/accept/", review_queue.accept_plain, name="review_accept_plain"),
    path(ONE, review.page, name="review"),
    path(ONE + "start/", review.start, name="review_start"),
    path(ONE + "accept/", review.accept, name="review_accept"),
    path(ONE + "send-back/", review.send_back, name="review_send_back"),
    path(ONE + "reasons/remove/", review.remove_reason, name="review_remove_reason"),
    path(ONE + "correct/", review.correct, name="review_correct"),
    path(ONE + "cancel/", review.cancel, name="review_cancel"),
]
