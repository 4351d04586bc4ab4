# The least: two buckets that are there, and a zip. In this folder:
#
#   npm --prefix ../../../.. run build
#   zip=cos-thumbnailer-$(shasum -a 256 ../../../../dist/cos-thumbnailer.zip | cut -c1-12).zip
#   cp ../../../../dist/cos-thumbnailer.zip "$zip"
#   terraform init
#   terraform apply -var "zip=$zip"
#
# The credentials come from TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY.

terraform {
  required_providers {
    tencentcloud = {
      source  = "tencentcloudstack/tencentcloud"
      version = ">= 1.83.16"
    }
  }
}

provider "tencentcloud" {
  region = "ap-guangzhou"
}

variable "zip" {
  description = "A copy of dist/cos-thumbnailer.zip with the beginning of its SHA-256 in its name."
  type        = string
}

module "thumbnailer" {
  source = "../.."

  region        = "ap-guangzhou"
  source_bucket = "example-1250000000"
  target_bucket = "exampleresized-1250000000"
  zip           = var.zip

  settings = {
    THUMB_PRESETS = "200x200"
  }
}

output "function_name" {
  value = module.thumbnailer.function_name
}
