-- What the loader has inserted it forgets, so an insert is answered only when its parts would survive a power cut.
ALTER TABLE events MODIFY SETTING fsync_after_insert = 1, fsync_part_directory = 1;
ALTER TABLE replay_events MODIFY SETTING fsync_after_insert = 1, fsync_part_directory = 1;
ALTER TABLE sessions MODIFY SETTING fsync_after_insert = 1, fsync_part_directory = 1;
ALTER TABLE session_tags MODIFY SETTING fsync_after_insert = 1, fsync_part_directory = 1;
ALTER TABLE project_days MODIFY SETTING fsync_after_insert = 1, fsync_part_directory = 1;
ALTER TABLE ledger MODIFY SETTING fsync_after_insert = 1, fsync_part_directory = 1;
ALTER TABLE projects MODIFY SETTING fsync_after_insert = 1, fsync_part_directory = 1;
