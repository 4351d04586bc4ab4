# The function's log. It has a topic of its own, because the index of the topic that SCF makes by itself cannot be changed.
# ../cls/ has the index and the alarm; both are written by npm run deploy:files.

locals {
  index = jsondecode(file("${path.module}/../cls/index.json"))
  alarm = jsondecode(file("${path.module}/../cls/alarm.json"))
}

resource "tencentcloud_cls_logset" "thumbnailer" {
  logset_name = var.name
  tags        = var.tags
}

resource "tencentcloud_cls_topic" "thumbnailer" {
  logset_id  = tencentcloud_cls_logset.thumbnailer.id
  topic_name = var.name
  period     = var.log_days
  tags       = var.tags
}

resource "tencentcloud_cls_index" "thumbnailer" {
  topic_id = tencentcloud_cls_topic.thumbnailer.id
  status   = true

  rule {
    full_text {
      case_sensitive = local.index.FullText.CaseSensitive
      tokenizer      = local.index.FullText.Tokenizer
      contain_z_h    = local.index.FullText.ContainZH
    }

    key_value {
      case_sensitive = local.index.KeyValue.CaseSensitive

      dynamic "key_values" {
        for_each = local.index.KeyValue.KeyValues

        content {
          key = key_values.value.Key

          value {
            type      = key_values.value.Value.Type
            sql_flag  = key_values.value.Value.SqlFlag
            tokenizer = try(key_values.value.Value.Tokenizer, null)
          }
        }
      }
    }
  }
}

resource "tencentcloud_cls_alarm" "thumbnailer" {
  count            = length(var.alarm_notice_ids) == 0 ? 0 : 1
  name             = var.name
  status           = true
  alarm_notice_ids = var.alarm_notice_ids
  condition        = replace(local.alarm.condition, "FAILURES", tostring(var.alarm_failures))
  alarm_level      = 1
  trigger_count    = 1
  alarm_period     = local.alarm.quietMinutes

  dynamic "alarm_targets" {
    for_each = local.alarm.targets

    content {
      logset_id         = tencentcloud_cls_logset.thumbnailer.id
      topic_id          = tencentcloud_cls_topic.thumbnailer.id
      query             = alarm_targets.value.query
      number            = alarm_targets.key + 1
      start_time_offset = -alarm_targets.value.lastMinutes
      end_time_offset   = 0
      syntax_rule       = 1
    }
  }

  monitor_time {
    type = "Period"
    time = local.alarm.everyMinutes
  }

  depends_on = [tencentcloud_cls_index.thumbnailer]
}
