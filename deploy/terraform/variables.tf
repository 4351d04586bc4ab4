variable "source_bucket" {
  description = "The bucket with the photos, with its APPID. It must exist, in the provider's region."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]*-[0-9]{8,}$", var.source_bucket))
    error_message = "Expected the full name, which ends in the APPID, such as example-1250000000."
  }
}

variable "target_bucket" {
  description = "The bucket for the thumbnails, with its APPID. It must exist, in the same region."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]*-[0-9]{8,}$", var.target_bucket))
    error_message = "Expected the full name, which ends in the APPID, such as exampleresized-1250000000."
  }
}

variable "region" {
  description = "The region of the buckets and the function, such as ap-guangzhou. The provider must have the same."
  type        = string
}

variable "zip" {
  description = "The function's zip. Its name must hold the first 12 digits of its SHA-256: the provider compares names only, so that a new zip under an old name would never be uploaded."
  type        = string
}

variable "name" {
  description = "The name of the function, its role, its policy and its log topic."
  type        = string
  default     = "cos-thumbnailer"

  validation {
    condition     = can(regex("^[A-Za-z][A-Za-z0-9_-]{0,58}[A-Za-z0-9]$", var.name))
    error_message = "Expected 2 to 60 letters, digits, - and _, a letter first, and no - or _ at the end."
  }
}

variable "runtime" {
  description = "SCF's runtime: any Node.js from 10.15 on. It cannot be changed later."
  type        = string
  default     = "Nodejs20.19"
}

variable "memory_mb" {
  description = "The function's memory. SCF gives CPU in proportion: 1280 MB is one core."
  type        = number
  default     = 512

  validation {
    condition     = var.memory_mb >= 128 && var.memory_mb % 128 == 0
    error_message = "Expected a multiple of 128."
  }
}

variable "timeout_s" {
  description = "After so many seconds SCF ends an invocation."
  type        = number
  default     = 60

  validation {
    condition     = var.timeout_s >= 1 && var.timeout_s <= 900
    error_message = "Expected 1 to 900."
  }
}

variable "prefix" {
  description = "Only photos whose keys begin so are sent to the function. Empty: all."
  type        = string
  default     = ""
}

variable "written_keys" {
  description = "The keys of the target bucket that the function may write, with * for any text. Narrow it where all that it writes has a folder of its own, such as [\"thumbs/*\", \".thumbnailer-doctor\"]."
  type        = list(string)
  default     = ["*"]
}

variable "async" {
  description = "How often SCF repeats an invocation that failed (0 to 2), and how many seconds an event may wait (60 to 21600). null: SCF's own, which are 2 and 21600."
  type = object({
    retries   = number
    max_age_s = number
  })
  default = null
}

variable "reserved_memory_mb" {
  description = "At most so much memory for all instances at a time; 0 stops the function. null: no limit but the account's."
  type        = number
  default     = null
}

variable "vpc" {
  description = "The private network in which the function runs. It must reach COS. null: none."
  type = object({
    vpc_id    = string
    subnet_id = string
  })
  default = null
}

variable "log_days" {
  description = "How long the log is kept."
  type        = number
  default     = 30
}

variable "alarm_notice_ids" {
  description = "Whom the alarm tells: ids of CLS notification groups. Empty: no alarm is made."
  type        = list(string)
  default     = []
}

variable "alarm_failures" {
  description = "The alarm tells when more records than this failed in a quarter of an hour."
  type        = number
  default     = 5
}

variable "tags" {
  description = "Tags of the function, its role, its policy and its log topic."
  type        = map(string)
  default     = {}
}
