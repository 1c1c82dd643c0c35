package dev.claymore.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** ClickHouse's JDBC driver. */
class JdbcTest {
    private static Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "default");
        properties.setProperty("password", TestEngine.PASSWORD);
        return DriverManager.getConnection(
                "jdbc:clickhouse:" + TestEngine.shared().endpoint(), properties);
    }

    @Test
    void createsInsertsSelectsAndReadsMetadata() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE OR REPLACE TABLE jdbc (id UInt32, name String, at DateTime64(3, 'UTC'))"
                    + " ENGINE = MergeTree ORDER BY id");
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO jdbc (id, name, at) VALUES (?, ?, now64(3))")) {
                for (int i = 0; i < 100; i++) {
                    insert.setInt(1, i);
                    insert.setString(2, "it's " + i + " \\ \t ü");
                    insert.addBatch();
                }
                assertThat(insert.executeBatch()).hasSize(100);
            }
            try (PreparedStatement select =
                    connection.prepareStatement("SELECT id, name FROM jdbc WHERE id > ? ORDER BY id")) {
                select.setInt(1, 97);
                try (ResultSet rows = select.executeQuery()) {
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getInt("id")).isEqualTo(98);
                    assertThat(rows.getString("name")).isEqualTo("it's 98 \\ \t ü");
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.next()).isFalse();
                }
            }
            try (ResultSet columns = connection.getMetaData().getColumns(null, "default", "jdbc", "%")) {
                assertThat(columns.next()).isTrue();
                assertThat(columns.getString("COLUMN_NAME")).isEqualTo("id");
            }
        }
    }

    @Test
    void getsTheServersErrors() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeQuery("SELECT * FROM nowhere"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("nowhere");
            try (ResultSet rows = statement.executeQuery("SELECT 1")) {
                assertThat(rows.next()).isTrue();
            }
        }
    }
}
