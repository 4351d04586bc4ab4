locals {
  mirrors = lookup(var.settings, "THUMB_ON_DELETE", "keep") == "mirror"
  # A second trigger tells of deletions. Without THUMB_ON_DELETE=mirror the function would only skip them.
  events = concat(["cos:ObjectCreated:*"], local.mirrors ? ["cos:ObjectRemove:*"] : [])
}

resource "tencentcloud_scf_function" "thumbnailer" {
  name        = var.name
  namespace   = "default"
  description = "Makes thumbnails of the photos in ${var.source_bucket} (cos-thumbnailer)."
  runtime     = var.runtime
  handler     = "index.main_handler"
  zip_file    = var.zip
  mem_size    = var.memory_mb
  timeout     = var.timeout_s
  role        = tencentcloud_cam_role.thumbnailer.name
  environment = merge(var.settings, { THUMB_TARGET_BUCKET = var.target_bucket })

  # Without it the provider switches the public network off, which SCF allows in a private network only.
  enable_public_net = true
  vpc_id            = var.vpc == null ? null : var.vpc.vpc_id
  subnet_id         = var.vpc == null ? null : var.vpc.subnet_id

  cls_logset_id = tencentcloud_cls_logset.thumbnailer.id
  cls_topic_id  = tencentcloud_cls_topic.thumbnailer.id
  tags          = var.tags

  # Not as resources tencentcloud_scf_trigger: those are told apart by the bucket's name alone, so that two triggers of one bucket
  # would be taken for each other, and a change would be sent by UpdateTrigger, which is not for triggers of COS. Here a change
  # deletes the trigger and creates it anew.
  dynamic "triggers" {
    for_each = local.events

    content {
      name       = var.source_bucket
      cos_region = var.region
      type       = "cos"
      trigger_desc = jsonencode({
        event  = triggers.value
        filter = { Prefix = var.prefix, Suffix = "" }
      })
    }
  }

  depends_on = [tencentcloud_cam_role_policy_attachment.thumbnailer]

  lifecycle {
    precondition {
      condition     = length(regexall(substr(filesha256(var.zip), 0, 12), basename(var.zip))) == 1
      error_message = "The name of the zip must hold the first 12 digits of its SHA-256, ${substr(filesha256(var.zip), 0, 12)}: copy it to such a name."
    }

    precondition {
      condition     = var.source_bucket != var.target_bucket || startswith(lookup(var.settings, "THUMB_TARGET_KEY", "{"), "{") == false
      error_message = "The target bucket is the source bucket: give THUMB_TARGET_KEY a folder for thumbnails only, such as thumbs/{dir}{name}.{ext}, or thumbnails would be made of thumbnails."
    }
  }
}

resource "tencentcloud_scf_function_event_invoke_config" "thumbnailer" {
  count         = var.async == null ? 0 : 1
  function_name = tencentcloud_scf_function.thumbnailer.name
  namespace     = "default"

  async_trigger_config {
    msg_ttl = var.async.max_age_s

    retry_config {
      retry_num = var.async.retries
    }
  }

  lifecycle {
    # The API answers with a second entry, -1, which would look like a change at every plan. To change the number of retries,
    # replace the resource: terraform apply -replace=ADDRESS.
    ignore_changes = [async_trigger_config[0].retry_config]
  }
}

resource "tencentcloud_scf_reserved_concurrency_config" "thumbnailer" {
  count                    = var.reserved_memory_mb == null ? 0 : 1
  function_name            = tencentcloud_scf_function.thumbnailer.name
  namespace                = "default"
  reserved_concurrency_mem = var.reserved_memory_mb
}
