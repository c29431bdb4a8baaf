using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;
using PostgresWorker.Observability;
using PostgresWorker.Store.Migrations;

namespace PostgresWorker.Store;

/// <summary>The schema <c>postgres_worker</c>: what it must be, and how it gets there. Always forward, one transaction for each migration.</summary>
/// <param name="store">The database.</param>
/// <param name="logger">Where to say what was run.</param>
internal sealed class StoreSchema(IWorkerStore store, ILogger logger)
{
    public const string Name = "postgres_worker";

    /// <summary>The code of the findings that <see cref="MigrateAsync"/> mends.</summary>
    public const string MissingCode = "store_schema";

    private const string Lock = "SELECT pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('postgres_worker schema', 0))";

    /// <summary>All migrations, in order.</summary>
    public static IReadOnlyList<Migration> Migrations { get; } = [Migration1.Migration, Migration2.Migration, Migration3.Migration, Migration4.Migration, Migration5.Migration, Migration6.Migration, Migration7.Migration, Migration8.Migration];

    private static int Newest => Migrations[^1].Version;

    /// <summary>What keeps the store from being used: migrations that are missing, or of a newer build that this one does not understand.</summary>
    public async Task<IReadOnlyList<Finding>> InspectAsync(CancellationToken cancellationToken)
    {
        var connection = await store.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        int version, readableFrom;
        try
        {
            (version, readableFrom) = await VersionAsync(connection, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            // The version may not be asked for; what rights that and the rest take is in the catalog.
            return await StoreRights.InspectAsync(connection, cancellationToken).ConfigureAwait(false);
        }

        if (readableFrom > Newest)
        {
            return [new Finding("store_version", string.Create(CultureInfo.InvariantCulture, $"Schema {Name} is of version {version} and asks for builds that know version {readableFrom} at least; this one knows {Newest}. Run the newer build, which made it so."))];
        }

        return version >= Newest
            ? await StoreRights.InspectAsync(connection, cancellationToken).ConfigureAwait(false)
            : [.. Migrations.Where(migration => migration.Version > version).Select(Missing)];
    }

    /// <summary>Whether the role may do what a source asks for beside what all do; nothing is said of tables that are still to be made.</summary>
    public async Task<IReadOnlyList<Finding>> InspectRightsAsync(IReadOnlyList<StoreTable> tables, CancellationToken cancellationToken)
    {
        var connection = await store.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        try
        {
            return (await VersionAsync(connection, cancellationToken).ConfigureAwait(false)).Version < Newest ? [] : await StoreRights.InspectAsync(connection, tables, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            return await StoreRights.InspectAsync(connection, tables, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Applies what is missing. Any number of workers may do so at once: they take turns, and each looks again when its turn has come.</summary>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        var connection = await store.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        foreach (var migration in Migrations)
        {
            if (await ApplyAsync(connection, migration, cancellationToken).ConfigureAwait(false))
            {
                Log.StoreMigrated(logger, store.Source, migration.Version, migration.Name);
            }
        }
    }

    private static Finding Missing(Migration migration) => new(
        MissingCode,
        string.Create(CultureInfo.InvariantCulture, $"Schema {Name} lacks version {migration.Version} ({migration.Name})."),
        $"BEGIN;\n{migration.Script};\nCOMMIT",
        IsAutomatic: true);

    private static async Task<bool> ApplyAsync(NpgsqlConnection connection, Migration migration, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = transaction.ConfigureAwait(false);
        await ExecuteAsync(connection, Lock, cancellationToken).ConfigureAwait(false);
        if ((await VersionAsync(connection, cancellationToken).ConfigureAwait(false)).Version >= migration.Version)
        {
            return false;
        }

        await ExecuteAsync(connection, "SET LOCAL search_path = pg_catalog, pg_temp", cancellationToken).ConfigureAwait(false);
        await ExecuteAsync(connection, migration.Script, cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>The newest migration that was applied, and the oldest build that may still work with what is there; 0 where nothing is.</summary>
    private static async Task<(int Version, int ReadableFrom)> VersionAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // From the catalog, which needs no rights on the schema.
        var exists = new NpgsqlCommand(
            "SELECT EXISTS (SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'postgres_worker' AND c.relname = 'migrations')", connection);
        await using var _ = exists.ConfigureAwait(false);
        if (await exists.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is not true)
        {
            return (0, 0);
        }

        var command = new NpgsqlCommand("""SELECT coalesce(max(version), 0), coalesce(max(readable_from), 0) FROM "postgres_worker"."migrations" """, connection);
        await using var __ = command.ConfigureAwait(false);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var ___ = reader.ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return (reader.GetInt32(0), reader.GetInt32(1));
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 60 };
        await using var _ = command.ConfigureAwait(false);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
