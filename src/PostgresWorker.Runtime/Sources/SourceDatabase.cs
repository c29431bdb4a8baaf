using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PostgresWorker.Wal;

namespace PostgresWorker.Sources;

/// <summary>Where connections of a source come from, with their passwords.</summary>
internal static class SourceDatabase
{
    /// <summary>Connections by a connection string.</summary>
    public static NpgsqlDataSource Create(string connectionString, SourceOptions options)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        if (Asks(builder.ConnectionStringBuilder, options) is { } provider)
        {
            builder.UsePasswordProvider(
                static _ => throw new NotSupportedException("The worker opens its connections asynchronously."),
                (asked, cancellationToken) => provider(asked, cancellationToken));
        }

        return builder.Build();
    }

    /// <summary>A connection string with its password, for what takes no data source: a replication connection.</summary>
    /// <exception cref="NpgsqlException">The provider failed; it may do better later.</exception>
    public static async ValueTask<string> WithPasswordAsync(string connectionString, SourceOptions options, CancellationToken cancellationToken)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        if (Asks(builder, options) is not { } provider)
        {
            return connectionString;
        }

        try
        {
            builder.Password = await provider(builder, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // As Npgsql says it of its own connections.
            throw new NpgsqlException("An exception was thrown from the password provider", e);
        }

        return builder.ConnectionString;
    }

    /// <summary>The data source that the application has registered under the source's name; null where it has none.</summary>
    public static NpgsqlDataSource? Registered(string source, IServiceProvider services)
    {
        if (services.GetService<IServiceProviderIsKeyedService>()?.IsKeyedService(typeof(NpgsqlDataSource), source) != true)
        {
            return null;
        }

        // Of several hosts the first that answers may be a standby.
        var registered = services.GetRequiredKeyedService<NpgsqlDataSource>(source);
        return registered is NpgsqlMultiHostDataSource several ? several.WithTargetSession(TargetSessionAttributes.Primary) : registered;
    }

    /// <summary>Connections with the application's own settings, for what its listeners do: those of its own data source, and the worker's where it has none.</summary>
    public static ListenerDatabase ForListeners(string source, SourceOptions options, IServiceProvider services) => Registered(source, services) is { } registered
        ? new ListenerDatabase(registered, isOwn: false)
        : new ListenerDatabase(Create(WalConnectionString.ForListeners(source, options.ConnectionString!, mayBePooler: options.Capture == Capture.Outbox), options), isOwn: true);

    private static Func<NpgsqlConnectionStringBuilder, CancellationToken, ValueTask<string>>? Asks(NpgsqlConnectionStringBuilder builder, SourceOptions options) =>
        string.IsNullOrEmpty(builder.Password) ? options.PasswordProvider : null;
}
