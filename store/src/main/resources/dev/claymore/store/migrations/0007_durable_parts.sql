-- What the loader has inserted it forgets, so an insert is answered only when its parts would survive a power cut. And none is begun on a
-- disk that is nearly full: a part that is cut short there may be found out only when it is read.
ALTER TABLE events MODIFY SETTING fsync_after_insert = 1, fsync_part_directory = 1, min_free_disk_bytes_to_perform_insert = 67108864;
ALTER TABLE replay_events MODIFY SETTING fsync_after_insert = 1, fsync_part_directory = 1, min_free_disk_bytes_to_perform_insert = 67108864;
ALTER TABLE sessions MODIFY SETTING fsync_after_insert = 1, fsync_part_directory = 1, min_free_disk_bytes_to_perform_insert = 67108864;
ALTER TABLE session_tags MODIFY SETTING fsync_after_insert = 1, fsync_part_directory = 1, min_free_disk_bytes_to_perform_insert = 67108864;
ALTER TABLE project_days MODIFY SETTING fsync_after_insert = 1, fsync_part_directory = 1, min_free_disk_bytes_to_perform_insert = 67108864;
ALTER TABLE ledger MODIFY SETTING fsync_after_insert = 1, fsync_part_directory = 1, min_free_disk_bytes_to_perform_insert = 67108864;
ALTER TABLE projects MODIFY SETTING fsync_after_insert = 1, fsync_part_directory = 1, min_free_disk_bytes_to_perform_insert = 67108864;
