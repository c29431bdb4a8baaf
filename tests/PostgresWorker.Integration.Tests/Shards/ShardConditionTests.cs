using Npgsql;
using PostgresWorker.Generated;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;
using PostgresWorker.Sharding;
using PostgresWorker.Wal.Provisioning;

namespace PostgresWorker.Integration.Shards;

/// <summary>Which rows are whose, by keys of every type that may be one.</summary>
[Collection("shards")]
public sealed class ShardConditionTests(PostgresServer server)
{
    private static readonly string[] Keys =
    [
        "id bigint", "id int", "id smallint", "id uuid", "id text", "id varchar(40)", "id char(40)", "id numeric", "id float8", "id date", "id timestamptz", "id timestamp", "id time", "id timetz",
        "id interval", "id bool", "id bytea", "id inet", "id cidr", "id macaddr", "id oid", "id name", "id bit(40)", "id varbit", "id money", "id \"char\"", "\"Odd \"\"name\"\"\" int", "id jsonb",
    ];

    private static readonly TableName Table = new("public", "keyed");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_row_is_in_one_shard_and_the_server_takes_the_filter()
    {
        await using var database = await ShardedWorkers.DatabaseAsync(server, schema: null);
        await using var data = NpgsqlDataSource.Create(database.ConnectionString);
        foreach (var key in Keys)
        {
            var column = key[..key.LastIndexOf(' ')];
            await database.ExecuteAsync($"DROP TABLE IF EXISTS keyed; CREATE TABLE keyed ({key} PRIMARY KEY, name text)");
            await database.ExecuteAsync($"INSERT INTO keyed ({column}) SELECT DISTINCT {Value(key)} FROM generate_series(1, 300) g");
            await AssertDividedAsync(database, data, key);
        }
    }

    [Fact]
    public async Task A_key_of_several_columns_divides_by_all_of_them_also_where_one_is_null()
    {
        await using var database = await ShardedWorkers.DatabaseAsync(server, schema: null);
        await using var data = NpgsqlDataSource.Create(database.ConnectionString);
        await database.ExecuteAsync("CREATE TABLE keyed (tenant text NOT NULL, id int NOT NULL, name text, PRIMARY KEY (tenant, id)); INSERT INTO keyed SELECT 'one', g FROM generate_series(1, 300) g");
        await AssertDividedAsync(database, data, "tenant, id");
        await database.ExecuteAsync("ALTER TABLE keyed REPLICA IDENTITY FULL; UPDATE keyed SET name = CASE WHEN id % 3 > 0 THEN id::text END");
        await AssertDividedAsync(database, data, "name", "name");
    }

    [Fact]
    public async Task A_table_without_a_key_is_in_the_first_shard()
    {
        await using var database = await ShardedWorkers.DatabaseAsync(server, schema: null);
        await using var data = NpgsqlDataSource.Create(database.ConnectionString);
        await database.ExecuteAsync("CREATE TABLE keyed (id int); ALTER TABLE keyed REPLICA IDENTITY FULL");
        var first = Assert.Single((await new ShardConditions(data, new Shard(0, 2)).ApplyAsync(Needs(null), Token)).Needs);
        Assert.Null(first.Where);
        Assert.Empty((await new ShardConditions(data, new Shard(1, 2)).ApplyAsync(Needs(null), Token)).Needs);
    }

    [Theory]
    [InlineData("CREATE TYPE odd AS ENUM ('a')", "odd")]
    [InlineData("CREATE DOMAIN odd AS int", "odd")]
    [InlineData("SELECT 1", "int[]")]
    [InlineData("SELECT 1", "int4range")]
    public async Task A_key_of_a_type_that_no_filter_takes_is_named(string make, string type)
    {
        await using var database = await ShardedWorkers.DatabaseAsync(server, schema: null, test: $"refused_{make}_{type}");
        await using var data = NpgsqlDataSource.Create(database.ConnectionString);
        await database.ExecuteAsync($"{make}; CREATE TABLE keyed (id {type} PRIMARY KEY)");
        var finding = Assert.Single((await new ShardConditions(data, new Shard(1, 2)).ApplyAsync(Needs(null), Token)).Findings);
        Assert.Equal("shards_type", finding.Code);
        Assert.Contains("Changes of public.keyed can't be divided into shards by 'id', whose type is", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Listeners_that_order_a_table_differently_and_a_server_with_too_few_slots_are_said()
    {
        await using var database = await ShardedWorkers.DatabaseAsync(server, schema: null);
        await using var data = NpgsqlDataSource.Create(database.ConnectionString);
        await database.ExecuteAsync("CREATE TABLE keyed (id int PRIMARY KEY, name text)");
        TableNeeds needs = new(Table, [.. Needs(null)[0].Routes, .. Needs("name")[0].Routes]);
        var finding = Assert.Single((await new ShardConditions(data, new Shard(0, 2)).ApplyAsync([needs], Token)).Findings);
        Assert.Equal("shards_order", finding.Code);
        Assert.Contains("(by the key: the key; name: name)", finding.Message, StringComparison.Ordinal);

        await using var worker = await ShardedWorkers.StartAsync<Parts>(database, 64);
        await Eventually.IsTrueAsync(() => worker.Log.Contains(PostgresWorkerEventIds.SourceHalted), () => $"it is refused; the log is:\n{worker.Log}");
        Assert.Contains("[shards_slots] Shards = 64 takes 64 more replication slots", worker.Log.ToString(), StringComparison.Ordinal);
        Assert.Contains("[shards_senders] Shards = 64 takes as many walsenders, and the server has 20", worker.Log.ToString(), StringComparison.Ordinal);
    }

    private static string Value(string key) => key[(key.LastIndexOf(' ') + 1)..] switch
    {
        "uuid" => "md5(g::text)::uuid",
        "date" => "date '1990-01-01' + g",
        "timestamptz" => "timestamptz '1990-01-01' + g * interval '1 hour'",
        "timestamp" => "timestamp '1990-01-01' + g * interval '1 hour'",
        "time" => "time '00:00' + g * interval '1 minute'",
        "timetz" => "timetz '00:00+00' + g * interval '1 minute'",
        "interval" => "g * interval '1 minute'",
        "bool" => "g % 2 = 0",
        "bytea" => "decode(md5(g::text), 'hex')",
        "inet" or "cidr" => "('10.0.' || g / 250 || '.' || g % 250)::inet::cidr",
        "macaddr" => "('00:00:00:00:' || lpad(to_hex(g / 250), 2, '0') || ':' || lpad(to_hex(g % 250), 2, '0'))::macaddr",
        "oid" => "g::oid",
        "name" => "('n' || g)::name",
        "varbit" or "bit(40)" => "g::bit(40)",
        "money" => "g::money",
        "\"char\"" => "chr(32 + g % 90)::\"char\"",
        "jsonb" => "to_jsonb(g)",
        "smallint" or "int" or "bigint" or "numeric" or "float8" => "g",
        _ => "'k' || g",
    };

    private static IReadOnlyList<TableNeeds> Needs(string? orderBy) =>
        [new TableNeeds(Table, [new PayloadListenerRoute(orderBy ?? "by the key", "keyed", Table, needsServices: false, (_, _, _) => default) { OrderBy = orderBy }])];

    private static async Task AssertDividedAsync(TestDatabase database, NpgsqlDataSource data, string key, string? orderBy = null)
    {
        const int Count = 3;
        List<string> conditions = [];
        foreach (var shard in Shard.All(Count))
        {
            var (needs, findings) = await new ShardConditions(data, shard).ApplyAsync(Needs(orderBy), Token);
            Assert.True(findings.Count == 0, $"{key}: {string.Join(' ', findings)}");
            conditions.Add(Assert.Single(needs).Where!);
            await database.ExecuteAsync($"DROP PUBLICATION IF EXISTS divided; CREATE PUBLICATION divided FOR TABLE {needs[0].ToSql()}");
        }

        var counts = await database.ScalarAsync<long[]>($"SELECT ARRAY[count(*), {string.Join(", ", conditions.Select(condition => $"count(*) FILTER (WHERE {condition})"))}] FROM keyed");
        Assert.Equal(counts[0], counts[1..].Sum());
        Assert.True(key.EndsWith("bool", StringComparison.Ordinal) || counts[1..].All(count => count > 0), $"{key}: {string.Join(", ", counts)}");
    }
}
