variable "name" {
  description = "Prefix of all names"
  type        = string
  default     = "windhover"
}

variable "image" {
  description = "Image of the worker, built from the Dockerfile of the repository"
  type        = string
}

variable "trail_bucket" {
  description = "Name of the bucket that CloudTrail delivers to"
  type        = string
}

variable "trail_kms_key_arn" {
  description = "Key that encrypts the trail; null when it has none of its own"
  type        = string
  default     = null
}

variable "subnets" {
  description = "Subnets of the workers; they need a way to SQS and S3"
  type        = list(string)
}

variable "security_groups" {
  description = "Security groups of the workers; no inbound rule is needed"
  type        = list(string)
}

variable "workers" {
  description = "Number of workers"
  type        = number
  default     = 2
}

variable "cpu" {
  description = "CPU units of a worker"
  type        = number
  default     = 1024
}

variable "memory" {
  description = "Memory of a worker, MiB"
  type        = number
  default     = 2048
}
