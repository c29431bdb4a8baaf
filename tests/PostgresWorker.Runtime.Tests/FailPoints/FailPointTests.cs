using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using PostgresWorker.FailPoints;

namespace PostgresWorker.Tests.FailPoints;

/// <summary>What the torture's build has, no other has.</summary>
public sealed class FailPointTests
{
    private const byte Call = 0x28;

    [Fact]
    public void No_method_of_this_build_calls_a_fail_point()
    {
        Assert.False(Failing.AreBuiltIn);
        var token = typeof(Failing).GetMethod(nameof(Failing.Reach))!.MetadataToken;
        byte[] call = [Call, .. BitConverter.GetBytes(token)];
        using var stream = File.OpenRead(typeof(Failing).Assembly.Location);
        using var assembly = new PEReader(stream);
        var metadata = assembly.GetMetadataReader();
        var bodies = 0;
        foreach (var handle in metadata.MethodDefinitions)
        {
            var method = metadata.GetMethodDefinition(handle);
            if (method.RelativeVirtualAddress == 0)
            {
                continue;
            }

            bodies++;
            var body = assembly.GetMethodBody(method.RelativeVirtualAddress).GetILBytes()!;
            Assert.True(body.AsSpan().IndexOf(call) < 0, $"{metadata.GetString(method.Name)} ({MetadataTokens.GetToken(handle):X}) calls a fail point.");
        }

        Assert.True(bodies > 1000);
    }

    [Fact]
    public void No_mistake_can_be_made_in_this_build()
    {
        foreach (var mutant in Enum.GetValues<Mutant>())
        {
            Mutants.Make(mutant);
            Assert.False(Mutants.Are(mutant));
        }

        Assert.False(Mutants.Drop(Lsn.None));
    }

    [Fact]
    public void Nothing_is_kept_of_a_mistake() =>
        Assert.Empty(typeof(Mutants).GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public));
}
