# The role that the function has while it runs. needs.json lists what it asks of COS and why; it is written by npm run deploy:files.

locals {
  appid = regex("[0-9]+$", var.source_bucket)
  needs = jsondecode(file("${path.module}/needs.json"))
  # Like marks/logo.png,southeast: the key comes first.
  watermark = trimspace(split(",", lookup(var.settings, "THUMB_WATERMARK", ""))[0])
  applies = {
    always    = true
    mirror    = local.mirrors
    hashed    = local.mirrors && length(regexall("[{]hash[}]", lookup(var.settings, "THUMB_TARGET_KEY", ""))) > 0
    watermark = local.watermark != ""
    tags      = trimspace(lookup(var.settings, "THUMB_TAGS", "")) != ""
    acl       = contains(["private", "public-read"], trimspace(lookup(var.settings, "THUMB_ACL", "")))
  }
  keys = {
    source        = ["${var.source_bucket}/*"]
    target        = [for key in var.written_keys : "${var.target_bucket}/${key}"]
    target-bucket = ["${var.target_bucket}/*"]
    watermark     = ["${var.target_bucket}/${local.watermark}"]
  }
  resources = {
    for place, keys in local.keys :
    place => [for key in keys : "qcs::cos:${var.region}:uid/${local.appid}:${key}"]
  }
  needed = [for need in local.needs : need if local.applies[need.when]]
  # One statement for all actions on the same objects.
  places = distinct([for need in local.needed : join(" ", local.resources[need.on])])
  policy = jsonencode({
    version = "2.0"
    statement = [
      for place in local.places : {
        effect   = "allow"
        action   = [for need in local.needed : need.action if join(" ", local.resources[need.on]) == place]
        resource = split(" ", place)
      }
    ]
  })
}

resource "tencentcloud_cam_role" "thumbnailer" {
  name        = var.name
  description = "Lets the function ${var.name} read photos and store thumbnails."
  tags        = var.tags

  document = jsonencode({
    version = "2.0"
    statement = [{
      effect    = "allow"
      action    = ["name/sts:AssumeRole"]
      principal = { service = ["scf.qcloud.com"] }
    }]
  })
}

resource "tencentcloud_cam_policy" "thumbnailer" {
  name        = var.name
  description = "What the function ${var.name} may do, and nothing else."
  document    = local.policy
  tags        = var.tags
}

resource "tencentcloud_cam_role_policy_attachment" "thumbnailer" {
  role_id   = tencentcloud_cam_role.thumbnailer.id
  policy_id = tencentcloud_cam_policy.thumbnailer.id
}
