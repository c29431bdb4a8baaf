using System.Data.Common;

namespace PostgresWorker.Generated;

/// <summary>What one call of a listener is given beside its changes.</summary>
/// <param name="services">The call's scope.</param>
/// <param name="transaction">The transaction that is committed when the call succeeds; null where the route does not ask for one.</param>
public readonly struct DeliveryScope(IServiceProvider services, DbTransaction? transaction = null)
{
    /// <summary>The call's scope.</summary>
    public IServiceProvider Services => services;

    /// <summary>The transaction that is committed when the call succeeds. Generated code casts it to the type that the listener names.</summary>
    /// <exception cref="InvalidOperationException">The route did not ask for one.</exception>
    public DbTransaction Transaction => transaction ?? throw new InvalidOperationException(
        $"No transaction was begun: the route's {nameof(ListenerRoute.NeedsTransaction)} must be set.");
}
