/** ClickHouse as the product uses it: the door to it, the schema and its migrations, the settings of writes and reads, projects. */
package dev.claymore.store;
