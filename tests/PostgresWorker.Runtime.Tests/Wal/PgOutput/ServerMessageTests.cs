using PostgresWorker.Wal.PgOutput;

namespace PostgresWorker.Tests.Wal.PgOutput;

public sealed class ServerMessageTests
{
    public static TheoryData<ServerMessage> Messages => [.. ServerMessages.All];

    [Theory]
    [MemberData(nameof(Messages), DisableDiscoveryEnumeration = true)]
    public void Message_of_a_server_says_what_was_done(ServerMessage message) => Assert.Equal(message.Says, Decoded.Describe(message.Bytes));

    [Fact]
    public void Every_kind_has_a_message() => Assert.Equal(
        Enum.GetValues<PgOutputMessageKind>(),
        ServerMessages.All.Select(message => PgOutputDecoder.KindOf(message.Bytes)).Distinct().Order());

    [Fact]
    public void Every_replica_identity_has_a_relation() => Assert.Equal(
        Enum.GetValues<ReplicaIdentity>(),
        ServerMessages.All.Where(message => message.Bytes[0] == 'R').Select(message => PgOutputDecoder.Relation(message.Bytes).Identity).Distinct().Order());
}
