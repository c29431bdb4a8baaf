using System.Security.Cryptography;
using System.Text;
using PostgresWorker.Generated;

namespace PostgresWorker.Outbox.Provisioning;

/// <summary>What a release wants of its outbox.</summary>
internal static class OutboxWants
{
    /// <summary>
    /// The same for releases that want the same. An instance says it in <c>instances.wanted</c>; while one is alive that says another, nothing is taken away that it may need, and those that came last alone
    /// have lanes: the others would finish changes for whose listeners they have no method.
    /// </summary>
    public static string Fingerprint(OutboxDefinition definition, IReadOnlyCollection<ListenerRoute> routes)
    {
        // The key is the table's and not the release's: what is to be told apart is what listeners say.
        var captures = CaptureNeeds.Of(routes).SelectMany(need => need.Triggers([]).Select(trigger => $"{need.Table.Table.ToSql()} {need.OrderBy} {trigger.Text}"));
        var listeners = routes.Select(route => route.Name).Order(StringComparer.Ordinal);
        var text = string.Join('\n', [$"{OutboxVersion.Current} {definition.WakesUp} {definition.Ordering}", .. captures, .. listeners]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
