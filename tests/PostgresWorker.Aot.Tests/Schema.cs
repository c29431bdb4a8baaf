using Npgsql;

namespace PostgresWorker.Aot;

/// <summary>The tables that the published worker listens to.</summary>
internal static class Schema
{
    public const string Items =
        """
        CREATE TYPE item_state AS ENUM ('new', 'in_stock', 'sold_out');
        CREATE TABLE items (id bigint PRIMARY KEY, version int NOT NULL DEFAULT 1, state item_state NOT NULL DEFAULT 'new',
                            price numeric(12,2) NOT NULL DEFAULT 9.99, changed_at timestamptz NOT NULL DEFAULT now(), note text)
        """;

    /// <summary>The label is stored out of line when it is long, so that updates do not carry it.</summary>
    public const string Shapes =
        """
        CREATE TYPE address AS (street text, number int);
        CREATE TABLE parcels (id bigint PRIMARY KEY, sizes int[] NOT NULL, notes text[] NOT NULL, address address NOT NULL, stops address[] NOT NULL,
                              handling jsonb NOT NULL, days int4range NOT NULL, priority int NOT NULL, price numeric NOT NULL, units numeric NOT NULL,
                              label text NOT NULL);
        ALTER TABLE parcels ALTER label SET STORAGE EXTERNAL;
        CREATE TABLE readings (id int PRIMARY KEY, celsius double precision NOT NULL);
        CREATE TABLE alarms (reading_id int PRIMARY KEY, celsius double precision NOT NULL)
        """;

    public static async Task ExecuteAsync(this NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    public static async Task<string> TextAsync(this NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken) as string ?? "";
    }
}
