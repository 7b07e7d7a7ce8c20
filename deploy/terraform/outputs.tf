output "queue_url" {
  description = "The queue that the workers consume"
  value       = aws_sqs_queue.objects.url
}

output "dead_letter_queue_url" {
  description = "Messages that failed ten times"
  value       = aws_sqs_queue.dead_letter.url
}

output "set_aside_queue_url" {
  description = "What could not be processed, each with its reason"
  value       = aws_sqs_queue.set_aside.url
}
