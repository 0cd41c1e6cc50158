import java.sql.*;

/** What BI tools on JDBC ask first: arguments are the address and reporter's password; prints a line an answer. */
public class Catalogue {
    public static void main(String[] given) throws SQLException {
        try (Connection connection = DriverManager.getConnection(given[0], "reporter", given[1])) {
            connection.setReadOnly(true);
            DatabaseMetaData meta = connection.getMetaData();
            String[] kinds = {"TABLE", "VIEW", "MATERIALIZED VIEW", "FOREIGN TABLE", "PARTITIONED TABLE"};
            try (ResultSet found = meta.getTables(null, "reports", "%", kinds)) {
                while (found.next()) say(found, "TABLE_TYPE", "TABLE_NAME", "REMARKS");
            }
            try (ResultSet found = meta.getColumns(null, "reports", "%", "%")) {
                while (found.next()) say(found, "TYPE_NAME", "COLUMN_NAME", "REMARKS");
            }
            for (ResultSet keys : new ResultSet[] {
                meta.getPrimaryKeys(null, "reports", "tickets"),
                meta.getImportedKeys(null, "reports", "tickets"),
                meta.getIndexInfo(null, "reports", "tickets", false, false)
            }) {
                while (keys.next()) System.out.println("key");
            }
            connection.setAutoCommit(false);
            try (PreparedStatement asked = connection.prepareStatement(
                    "SELECT day, created_at, is_open FROM reports.tickets WHERE day > ?")) {
                asked.setFetchSize(50);
                asked.setDate(1, Date.valueOf("2000-01-01"));
                try (ResultSet found = asked.executeQuery()) {
                    while (found.next()) {
                        found.getDate(1);
                        found.getTimestamp(2);
                        found.getBoolean(3);
                        System.out.println("row");
                    }
                }
            }
        }
    }

    private static void say(ResultSet found, String... columns) throws SQLException {
        StringBuilder line = new StringBuilder();
        for (String column : columns) line.append(found.getString(column)).append('\t');
        System.out.println(line.toString().strip());
    }
}
