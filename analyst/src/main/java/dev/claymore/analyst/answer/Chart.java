package dev.claymore.analyst.answer;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * A fitting picture of the rows, by the names of their columns.
 *
 * @param type number, line, bar, funnel, retention, sessions or table
 * @param x column of the horizontal axis, or of the names of bars; null: none
 * @param y columns that are drawn
 * @param series column that splits them into lines or groups of bars; null: none
 * @param unit of what is drawn: count, share, ms, money, number
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Chart(String type, String x, List<String> y, String series, String unit) {}
