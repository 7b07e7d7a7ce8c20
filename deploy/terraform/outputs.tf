output "queue_url" {
  description = "The queue that the workers consume"
  value       = aws_sqs_queue.objects.url
}

output "dead_letter_queue_url" {
  description = "Messages that failed ten times"
  value       = aws_sqs_queue.dead_letter.url
}
