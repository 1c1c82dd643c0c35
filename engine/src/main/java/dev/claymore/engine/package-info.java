/**
 * ClickHouse in a child process: libchdb through the foreign function API, served over ClickHouse's HTTP interface.
 *
 * <p>{@link dev.claymore.engine.EngineSupervisor} runs it; {@link dev.claymore.engine.EngineMain} is the child.
 */
package dev.claymore.engine;
