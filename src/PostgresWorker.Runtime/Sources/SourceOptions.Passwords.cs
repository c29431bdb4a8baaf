using Npgsql;

namespace PostgresWorker;

/// <content>Passwords that change.</content>
public sealed partial class SourceOptions
{
    /// <summary>
    /// Gives the password of each connection that the worker makes, that of the stream included: a token of a cloud's identity service, a file that is written anew. It is asked where the connection string, of source or store, has none, and
    /// told that connection string. Where it throws, or the server does not take what it gave, the source connects again, with waits, and asks anew. It has the form of <see cref="NpgsqlDataSourceBuilder.UsePeriodicPasswordProvider"/>; it is asked
    /// rarely, for connections are kept, so what takes long may keep its answer by itself. Set in code; no configuration can.
    /// </summary>
    /// <value>Default: null.</value>
    public Func<NpgsqlConnectionStringBuilder, CancellationToken, ValueTask<string>>? PasswordProvider { get; set; }
}
