output "function_name" {
  description = "For npm run doctor, logs and backfill."
  value       = tencentcloud_scf_function.thumbnailer.name
}

output "role_name" {
  description = "The function's execution role."
  value       = tencentcloud_cam_role.thumbnailer.name
}

output "policy" {
  description = "What the role allows, as JSON."
  value       = local.policy
}

output "log_topic_id" {
  description = "The topic of the function's log in CLS."
  value       = tencentcloud_cls_topic.thumbnailer.id
}
