using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Npgsql;
using NpgsqlTypes;
using PostgresWorker.Wal;

namespace PostgresWorker;

/// <summary>
/// Writes messages into the log for listeners marked <see cref="PostgresMessageAttribute"/>, with <see href="https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-REPLICATION">pg_logical_emit_message</see>:
/// no table holds them, and they come among the changes of their transaction, in their place.
/// </summary>
/// <remarks>
/// A message is transactional unless asked otherwise: it is sent if the transaction commits, and with it; without a transaction it is one of its own. One that is not is sent at once, even if the transaction is rolled back.
/// No right is needed. It takes <c>wal_level = logical</c>; with less the call succeeds and nobody receives it.
/// </remarks>
public static class PostgresMessageExtensions
{
    // The same name for text and bytea; the return value is the position.
    private const string Sql = "SELECT pg_catalog.pg_logical_emit_message($1, $2, $3)::text";

    /// <summary>Emits a value as JSON, for listeners of <see cref="LogicalMessage{T}"/>.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="connection">An open connection; where it is in a transaction, the message is part of that.</param>
    /// <param name="prefix">The prefix by which listeners ask for it.</param>
    /// <param name="value">The value.</param>
    /// <param name="json">How it is written: <c>MyContext.Default.Foo</c>.</param>
    /// <param name="transactional">Whether it is sent with the transaction and only if that commits.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>Where in the log the message ends. It is not flushed before its transaction is committed.</returns>
    public static Task<Lsn> EmitMessageAsync<T>(
        this NpgsqlConnection connection, string prefix, T value, JsonTypeInfo<T> json, bool transactional = true, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(json);
        return EmitAsync(connection, prefix, Bytes(JsonSerializer.SerializeToUtf8Bytes(value, json)), transactional, cancellationToken);
    }

    /// <inheritdoc cref="EmitMessageAsync{T}(NpgsqlConnection, string, T, JsonTypeInfo{T}, bool, CancellationToken)" />
    /// <param name="transaction">The transaction that the message is part of.</param>
    /// <param name="prefix">The prefix by which listeners ask for it.</param>
    /// <param name="value">The value.</param>
    /// <param name="json">How it is written: <c>MyContext.Default.Foo</c>.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public static Task<Lsn> EmitMessageAsync<T>(this NpgsqlTransaction transaction, string prefix, T value, JsonTypeInfo<T> json, CancellationToken cancellationToken = default) =>
        TransactionMark.ConnectionOf(transaction).EmitMessageAsync(prefix, value, json, transactional: true, cancellationToken);

    /// <summary>Emits a text, as UTF-8.</summary>
    /// <param name="connection">An open connection; where it is in a transaction, the message is part of that.</param>
    /// <param name="prefix">The prefix by which listeners ask for it.</param>
    /// <param name="content">The content.</param>
    /// <param name="transactional">Whether it is sent with the transaction and only if that commits.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>Where in the log the message ends. It is not flushed before its transaction is committed.</returns>
    public static Task<Lsn> EmitMessageAsync(this NpgsqlConnection connection, string prefix, string content, bool transactional = true, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        return EmitAsync(connection, prefix, Bytes(Encoding.UTF8.GetBytes(content)), transactional, cancellationToken);
    }

    /// <inheritdoc cref="EmitMessageAsync(NpgsqlConnection, string, string, bool, CancellationToken)" />
    /// <param name="transaction">The transaction that the message is part of.</param>
    /// <param name="prefix">The prefix by which listeners ask for it.</param>
    /// <param name="content">The content.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public static Task<Lsn> EmitMessageAsync(this NpgsqlTransaction transaction, string prefix, string content, CancellationToken cancellationToken = default) =>
        TransactionMark.ConnectionOf(transaction).EmitMessageAsync(prefix, content, transactional: true, cancellationToken);

    /// <summary>Emits bytes, of any form.</summary>
    /// <param name="connection">An open connection; where it is in a transaction, the message is part of that.</param>
    /// <param name="prefix">The prefix by which listeners ask for it.</param>
    /// <param name="content">The content.</param>
    /// <param name="transactional">Whether it is sent with the transaction and only if that commits.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>Where in the log the message ends. It is not flushed before its transaction is committed.</returns>
    public static Task<Lsn> EmitMessageAsync(
        this NpgsqlConnection connection, string prefix, ReadOnlyMemory<byte> content, bool transactional = true, CancellationToken cancellationToken = default) =>
        EmitAsync(connection, prefix, Bytes(content), transactional, cancellationToken);

    /// <inheritdoc cref="EmitMessageAsync(NpgsqlConnection, string, ReadOnlyMemory{byte}, bool, CancellationToken)" />
    /// <param name="transaction">The transaction that the message is part of.</param>
    /// <param name="prefix">The prefix by which listeners ask for it.</param>
    /// <param name="content">The content.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public static Task<Lsn> EmitMessageAsync(this NpgsqlTransaction transaction, string prefix, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        TransactionMark.ConnectionOf(transaction).EmitMessageAsync(prefix, content, transactional: true, cancellationToken);

    // As bytea whatever it is: the server writes both the same way, and takes no text with a zero in it.
    private static NpgsqlParameter<ReadOnlyMemory<byte>> Bytes(ReadOnlyMemory<byte> content) => new() { TypedValue = content, NpgsqlDbType = NpgsqlDbType.Bytea };

    private static async Task<Lsn> EmitAsync(NpgsqlConnection connection, string prefix, NpgsqlParameter content, bool transactional, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        var command = new NpgsqlCommand(Sql, connection)
        {
            Parameters = { new NpgsqlParameter<bool> { TypedValue = transactional }, new NpgsqlParameter<string> { TypedValue = prefix }, content },
        };
        await using var _ = command.ConfigureAwait(false);
        return Lsn.Parse((string)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!);
    }
}
