using System.Data.Common;

namespace PostgresWorker;

/// <summary>One call of a listener, as its filters see it.</summary>
/// <param name="listener">The listener's name.</param>
/// <param name="changes">What is delivered: one change, or a batch; one at least.</param>
/// <param name="services">The call's scope.</param>
/// <param name="transaction">The listener's transaction, an <c>NpgsqlTransaction</c>; null where it takes none.</param>
public sealed class ChangeDelivery(string listener, IReadOnlyList<Change> changes, IServiceProvider services, DbTransaction? transaction = null)
{
    /// <summary>The listener's name.</summary>
    public string Listener => listener;

    /// <summary>What is delivered, in order: one change, or the changes of a batch, each with its <see cref="Change.Context"/>.</summary>
    public IReadOnlyList<Change> Changes => changes;

    /// <summary>The change's context; of a batch that of its first change.</summary>
    public ChangeContext Context => changes[0].Context;

    /// <summary>Which attempt this is, from 1.</summary>
    public int Attempt => Context.Attempt;

    /// <summary>The call's scope, in which the listener is made.</summary>
    public IServiceProvider Services => services;

    /// <summary>
    /// The listener's transaction, an <c>NpgsqlTransaction</c>, which the worker commits when filters and listener have succeeded; null where the listener takes none.
    /// </summary>
    public DbTransaction? Transaction => transaction;
}
